# findmnt lists all mounts of a place; a filter by type draws the tree of those that match.
cd /mnt; mkdir d e
mount -t tmpfs one d; mount -t tmpfs -o ro two d; mount -t tmpfs -o noatime three d
findmnt d; findmnt -n -o SOURCE -T /mnt/d/x; findmnt -S two; findmnt two /mnt/d -n
findmnt -R /mnt/d; findmnt -d backward -n -o SOURCE /mnt/d; findmnt -f -n -o SOURCE /mnt/d; findmnt -U -n -o SOURCE /mnt/d
findmnt -R /mnt -o TARGET,SOURCE; findmnt -l -R /mnt -o TARGET,SOURCE; findmnt --tree -n -o TARGET -S two
findmnt -O ro,relatime -n -o SOURCE | grep two; findmnt -O noro -n -o SOURCE -M /mnt/d
