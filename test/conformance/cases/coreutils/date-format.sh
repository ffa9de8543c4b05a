# Flags, widths and modifiers of date's directives
d() { date -d '2024-02-09 13:02:03.000456' "+$1"; }
d '%-d|%_d|%5d|%_5d|%-5d|%05d|%e|%-e|%5e|%k|%_H|%-I'
d '%^a|%#a|%#Z|%#p|%^P|%^B|%10a|%-10a|%_10a|%010a|%3A'
d '%+4Y|%+6Y|%+F|%6F|%12F|%_F|%8Y|%_8Y|%C|%5C|%q'
d '%N|%3N|%6N|%-N|%_N|%_3N|%-3N|%12N'
d '%z|%:z|%::z|%:::z|%::::z|%_z|%-z|%10z|%_10z|%_:z|%10:z'
d '%Ez|%EY|%Od|%Ed|%EC|%Oc|%EX|%OH|%EH'
d '%i|%J|%E|%5|%%|%5%|%|%'
d '%30c|%^c|%20D|%020T|%-20x|%s|%15s|%_15s'
for y in 2005-01-01 2008-12-29 2024-12-30; do date -d $y '+%G %V %g %u %w %j %U %W'; done
date --resolution
date -Id -d @0; date -Ins -d @0; date --rfc-3339=ns -d @0; date -Ifoo
