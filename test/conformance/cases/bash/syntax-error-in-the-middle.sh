echo first
echo second; if
echo third
fi
echo never
