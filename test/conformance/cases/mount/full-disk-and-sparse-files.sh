# a full tmpfs takes what fits; holes cost nothing, wherever they are
mount -t tmpfs -o size=1M small /mnt
head -c 2M /dev/zero > /mnt/x; echo "status $?"
stat -c '%s %b' /mnt/x
echo more >> /mnt/x; echo "status $?"
rm /mnt/x
truncate -s 1T /mnt/holes
echo end >> /mnt/holes
stat -c '%s %b' /mnt/holes
df -k --output=used /mnt
truncate -s 10 /mnt/holes
stat -c '%s %b' /mnt/holes
od -c /mnt/holes
