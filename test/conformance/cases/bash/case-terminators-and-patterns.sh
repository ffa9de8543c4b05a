for w in a b c d 'x y' '*' '' "'" ; do
  case $w in
    a) echo a-first ;&
    b) echo b-falls ;;
    c) echo c-tests ;;&
    [cd]) echo c-or-d ;;
    'x y') echo spaced ;;
    \*) echo star ;;
    "") echo empty ;;
    *) echo default "$w"
  esac
done
case word in (paren) ;; (w*|x) echo p ;; esac; echo $?
p='[ab]'; case a in "$p") echo quoted ;; $p) echo pattern ;; esac
shopt -s nocasematch; case HELLO in hello) echo nocase;; esac
