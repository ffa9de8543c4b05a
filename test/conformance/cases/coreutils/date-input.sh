# What date takes for a date: items in any order, zones, relative items, and what its grammar refuses
try() { echo "$*: $(date -d "$*" '+%F %T.%N %Z' 2>&1)"; }
for d in '2026-01-05 third monday' '2026-01-05 next friday' 'Mon, 14 Aug 2006 02:34:56 -0600' '2006-08-14T02:34:56.789Z' \
  '2006-08-14 02:34 EDT' '2006-08-14 02:34 CET' '2006-08-14 02:34 MET DST' '2006-08-14 02:34 UTC-3:30' '2006-08-14 02:34 T' \
  '2024-02-29 a week ago' '2024-02-29 12:00 + 90 min' '2024-02-29 12:00 +1 hour' '2024-02-29 12:00 1.5 seconds ago' \
  '2024-02-29 noon' '2024-02-29 24:00' '2024-02-29 12:30:60' '2024-02-30' '24-2-9' '240209' '20240209 1234' '2024/2/9' '9-Feb-24' \
  'feb-9-2024' '9 feb 10:00' 'feb 9 2024 10:00' 'february 9th 2024' '@-1.5' '@5 tomorrow' 'Thu Jan  1 00:00:05 EST 1970' \
  '2024-11-29 15:31 GMT+1' '2024-11-29 (a (nested) comment) 15:31' '20240209 +5 days' '2024-02-09 --2 days' '8 pm, 9 feb 2024' \
  '2024-02-09 twelfth month' '2024-02-09 2 years 3 months ago' '2024-01-31 1 month' '2024-02-09 99999999999 days' '10000-01-01' \
  'TZ="America/New_York" 2024-08-14 09:00' 'TZ="XXX-3:30" 2024-08-14 09:00'; do try $d; done
