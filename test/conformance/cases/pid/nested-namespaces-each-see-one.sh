unshare -pf bash -c 'echo $$; unshare -pf bash -c "echo \$\$; unshare -pf bash -c \"echo \\\$\\\$\""'
