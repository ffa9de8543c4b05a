echo x | tee f g; cat f g; echo y | tee -a f; cat f; echo z | tee /nosuch/f; echo $?; echo q | tee
