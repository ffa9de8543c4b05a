nosuch; echo $?; ./nosuch; echo $?; /; echo $?; touch nox; ./nox; echo $?; '' ; echo $?
printf '#!/nosuch/interp\n' > bad; chmod +x bad; ./bad; echo $?; printf 'echo plain $0\n' > plain; chmod +x plain; ./plain; echo $?
command -v ls cd if f nosuch; echo $?; command -V cd if; type -t ls cd if nosuch; type -a echo; type nosuch; echo $?
f() { echo fn; }; type f; type -t f; builtin f; echo $?; builtin ls; echo $?; hash nosuch; echo $?
enable -n echo; type -t echo; enable echo; PATH=/nowhere; ls; echo $?
command_not_found_handle() { echo "handler: $*"; return 5; }; zzz a b; echo $?
