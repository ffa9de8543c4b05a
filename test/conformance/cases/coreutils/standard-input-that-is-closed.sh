# Programs that read a standard input that is not open.
cd /tmp
printf 'a b\n' > f
for command in cat 'cat -n' 'cat f -' head 'head -c 3' tail 'tail -n +1' wc 'wc -c' sort uniq 'cut -c1' 'tr a b' tac nl od base64 md5sum sha256sum tee \
  paste fold expand unexpand fmt 'sed p' 'awk 1' 'grep a' 'grep -c a' 'comm - f' 'diff - f' 'read x' mapfile sh 'bash -c "read x"'; do
  eval "$command <&-"; echo "$command: $?"
done 2>&1
