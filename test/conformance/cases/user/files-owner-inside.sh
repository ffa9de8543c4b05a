touch f; chown 1000:1000 f; unshare -r stat -c '%u %g %U' f; unshare -U stat -c '%u %U' f; stat -c %u f
