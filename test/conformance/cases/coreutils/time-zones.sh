# TZ: rules, names of zones, hours that come twice or never, and the tools that show times
for tz in JST-9 EST5EDT '<+0330>-3:30' XXX AB3 XXX-3YYY,59/3,300/-1 :UTC '' Nowhere/There Etc/GMT+5 Europe/Berlin Asia/Kolkata Australia/Sydney US/Pacific; do
  echo "$tz: $(TZ=$tz date -d @1720000000 '+%F %T %Z %:z') $(TZ=$tz date -d @1767603600 '+%F %T %Z')"
done
export TZ=Europe/Berlin
date -d '2026-03-29 02:30'
date -d '2026-10-25 02:30' '+%c %Z'
date -d '2026-03-28 02:30 1 day' '+%c %Z'
date -d '2026-10-25 00:30 3 hours' '+%c %Z'
date -d '2026-07-01 12:00 CET' '+%c %Z'
date -d '2026-07-01 12:00 CEST' '+%c %Z'
date -u -d '2026-07-01 12:00' -R
touch -d '2020-07-01 12:00' f; TZ=UTC stat -c '%y %Y' f
touch -t 202001011200.30 f; TZ=Asia/Tokyo ls -l --full-time f
TZ=Asia/Tokyo find f -printf '%TY-%Tm-%Td %TH:%TM %TZ\n'
touch -d @0 a; touch -d @86400 b; echo x >> b; touch -d @86400 b
TZ=America/New_York diff -u a b
TZ=America/New_York du --time b
awk 'BEGIN { print strftime("%F %T %Z", 0), strftime("%c", 0, 1), mktime("1970 01 01 01 00 00") }'
