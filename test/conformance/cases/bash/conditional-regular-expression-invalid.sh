re='a['; [[ x =~ $re ]]; echo $?
re='('; [[ x =~ $re ]]; echo $?
re='*a'; [[ '*a' =~ $re ]]; echo $?
re='a{1,2}$'; [[ caa =~ $re ]]; echo $? $BASH_REMATCH
re='^$'; [[ '' =~ $re ]]; echo $?
re='\.'; [[ a.b =~ $re ]]; echo $?
re='[.]b'; [[ a.b =~ $re ]]; echo $? $BASH_REMATCH
[[ $'a\nb' =~ a.b ]]; echo $?
shopt -s nocasematch; [[ ABC =~ b ]]; echo $? $BASH_REMATCH; [[ ABC == a* ]]; echo $?
