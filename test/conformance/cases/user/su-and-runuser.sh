# su and runuser as root: identity, environment, login shells, statuses.
echo 'team:x:2000:student' >> /etc/group
su student -c id; su student -c 'echo $HOME $USER $LOGNAME $SHELL; pwd; tty'; su - student -c 'env | sort | grep -v ^_='; su -p student -c 'echo $HOME $USER'; su -l student -c 'echo $0; shopt login_shell'
su nosuch; echo "status $?"; su -s /bin/sh student -c 'echo $0 $SHELL'; su student -c 'exit 3'; echo "status $?"; su student -c 'kill -9 $$'; echo "status $?"; su student -s /nofile -c id; echo "status $?"; su nobody -c id; echo "status $?"
su -g student root -c id; su -G team root -c id; su -g team -G student student -c id; su -g nosuch root -c id; FOO=1 su -w FOO - student -c 'echo $FOO'; su student -- -c 'echo $0 $@' a b; echo 'id -un; pwd' | su - student; su -Z
su student -c 'ps -o sid= -p $$ | tr -d " " | grep -c "^$$\$"'; su student -c 'su root -c id' </dev/null; echo "status $?"
runuser -u student -- id -u; runuser student -c 'echo $HOME $USER'; runuser -u student -c id; echo "status $?"; runuser -u student; echo "status $?"; runuser -u student nosuch; echo "status $?"; runuser -u nosuch id; runuser -u student -g team id; runuser - student -c pwd; su student -c 'runuser -u root id'; echo "status $?"; nologin; echo "status $?"
