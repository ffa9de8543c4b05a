# look, locale and whereis
printf 'apple\nApricot\nban ana\nbanana\nband\n' > words
look ban words; look -d 'ban a' words; look -f AP words; look zz words; echo $?; look -t n banX words; look; look a nofile; echo $?
locale; locale charmap; locale -k LC_NUMERIC; locale -k LC_TIME; locale LC_MESSAGES; locale -ck decimal_point; locale foo; echo $?
LC_TIME=C locale | sed -n 3,6p; LC_ALL=C locale charmap; LANG=xx_YY locale | head -3; env -i locale | head -4; locale -a
whereis -b mkdir nosuch; whereis -s mkdir; whereis -b -B /usr/bin -f mkdir; whereis; echo $?; whereis -x
