echo hello | tr a-y b-z; echo hello | tr -d l; echo aabbcc | tr -s a-b; echo 'a1b2' | tr -cd '0-9\n'; echo abc | tr '[:lower:]' '[:upper:]'; echo a/b | tr / '\n'; tr; echo $?; echo abcd | tr abc x
