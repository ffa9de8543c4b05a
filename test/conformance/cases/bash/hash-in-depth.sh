hash -p /nonexist/z z; z; echo 1; type z; echo 2; type -t z; echo 3; type -P z; echo 4;  type -a z; echo 5; type -p z; echo 6; type -ap z; :;  command -v z; echo 7; command -V z; hash -d z; type z
mkdir d; cp /bin/true d/rel; PATH=d:/bin; rel; hash; type rel; cd d; rel; echo $?; hash; PATH=./:/bin; rel; hash
cd ..; rel; echo $?; cd d;PATH=:/bin; rel; hash; type rel; cd ..; type rel; rel; echo $?; cp /bin/true rel; rel; echo $?; rm d/rel; rel; echo $?; hash
hash; hash -l; hash ls cat; hash; hash cat; hash -p /bin/echo foo; foo a; hash -t foo; hash
hash -p /tmp x; hash -p /bin/ls ./x; hash -d foo nosuch; hash; hash -r -t cat; hash ls nosuch cd
f() { :; }; hash f; hash; set +h; hash; hash ls; ls /nonexist; set -h; hash
hash -p /nonexist/z z; z; type z; type -t z; type -P z; type -a z; command -v z; command -V z; hash -d z; type z
PATH=$PATH; hash; enable -n test; test a; hash; type test; type -a test; enable test; type -a test
hash ls; cp /bin/ls /tmp/ls; PATH=/tmp:$PATH; type ls; hash; ls /tmp; PATH=/bin; hash
PATH=.:/bin; cp /bin/true ./tr; tr; hash; type tr; rm tr; tr </dev/null; hash
shopt -s checkhash; cp /bin/true /tmp/q; PATH=/tmp:/bin; q; hash; mv /tmp/q /bin/qq 2>/dev/null; q; rm -f /bin/qq
set -o posix; hash -r; hash; hash nosuch; echo $?; hash -l
