# fmt and csplit: options one by one, and what is said of wrong ones.
umask 022
fresh() { cd /root; rm -rf /tmp/w; mkdir /tmp/w; cd /tmp/w; printf 'a 1\nb 2\nc 3\n' > f; seq 20 > n; printf 'The quick brown fox jumps over the lazy dog. It was a dark and stormy night; the rain fell in torrents, except at occasional intervals. Short one.\nAnother line here that follows directly (with parens) and goes on.\n\n  Indented paragraph starts here with some words that will be wrapped around the line at seventy five columns.\n' > t; mkdir d; }
(fresh; fmt t); echo "status $?"
(fresh; fmt -w 40 t); echo "status $?"
(fresh; fmt -40 t); echo "status $?"
(fresh; fmt -s -w 40 t); echo "status $?"
(fresh; fmt -u -w 60 t); echo "status $?"
(fresh; fmt -c -w 40 t); echo "status $?"
(fresh; fmt -t -w 40 t); echo "status $?"
(fresh; fmt -w 20 <<< 'a b c d e f g h i j k l m n o p'); echo "status $?"
(fresh; fmt -w 1 <<< 'a bb'); echo "status $?"
(fresh; fmt -p '> ' -w 30 <<< $'> quoted text that is long enough to wrap\nnot quoted'); echo "status $?"
(fresh; fmt -w x t); echo "status $?"
(fresh; fmt -w 3000 t); echo "status $?"
