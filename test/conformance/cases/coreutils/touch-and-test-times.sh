touch a; test -e a; echo $?; touch -c nosuch; ls nosuch; touch x/y; echo $?; touch; echo $?; touch -d 2020-01-02 a; stat -c %y a; touch -r a b; stat -c %Y b
