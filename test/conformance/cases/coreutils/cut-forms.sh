printf 'a:b:c\nd:e\nnone\n' > f; cut -d: -f2 f; cut -d: -f2- f; cut -sd: -f1 f; cut -c1-3 f; cut -d: -f1,3 --output-delimiter=- f; cut -b2 f; cut f; echo $?; cut -f0 f; echo $?
