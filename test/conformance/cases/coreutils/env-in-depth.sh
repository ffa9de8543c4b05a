# env: -S with its quotes, escapes and variables, -v, and the options about signals
env -S 'printf "<%s>\n" a\_b "c\_d" "e\tf" g\nh ${HOME}x "${HOME} y" ${NOSUCH} "${NOSUCH}"' z
env -S "printf '<%s>\n' 'a\\\\b' 'a\\'b' 'a\\nb' '\${HOME}'"
env -S 'printf "<%s>\n" a#b \#c #d' e
for s in '$HOME' '${1}' '${HOME' '\q' 'a\' '"abc' '"\c"' '\c a'; do env -S "echo $s" z; echo $?; done
env -u HOME -S 'echo ${HOME}x'
env -S "-S 'echo nested'"
env -S; echo $?
env -vS 'echo a' b
env -iv A=1 -C / /bin/pwd
env -v -u B -C / pwd
env --ignore-signal=INT --block-signal=INT,TERM --list-signal-handling true
env -v --ignore-signal=INT --default-signal=HUP true
env --ignore-signal=KILL true; echo $?
env --block-signal=FOO true; echo $?
env -u a=b true; env -0 true; env -C /nowhere true; env nosuch; echo $?
env 'echo x'
