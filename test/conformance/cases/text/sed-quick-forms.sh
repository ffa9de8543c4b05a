printf 'a\nb\nc\n' > f; sed -n 2p f; sed 2d f; sed '$d' f; sed 's/a/X/' f; sed -n '/b/,$p' f; sed '1i\top' f; sed '2a\after' f; sed y/abc/xyz/ f; sed -n '$=' f; sed 2q f; sed '1!d' f; sed x f
