standard nasion coil position relative to dewar (cm):
	x = 6.500000000
	y = 6.700000000
	z = -23.700000000
standard left ear coil position relative to dewar (cm):
	x = -3.800000000
	y = 6.600000000
	z = -26.200000000
standard right ear coil position relative to dewar (cm):
	x = 6.400000000
	y = -5.300000000
	z = -25.700000000
measured nasion coil position relative to dewar (cm):
	x = 6.200000000
	y = 6.400000000
	z = -24.000000000
measured left ear coil position relative to dewar (cm):
	x = -4.100000000
	y = 6.300000000
	z = -26.500000000
measured right ear coil position relative to dewar (cm):
	x = 6.100000000
	y = -5.600000000
	z = -26.000000000
measured nasion coil position relative to head (cm):
	x = 8.288847930
	y = -0.000000000
	z = -0.000000000
measured left ear coil position relative to head (cm):
	x = 1.075541508
	y = 7.766479928
	z = 0.000000000
measured right ear coil position relative to head (cm):
	x = -1.075541508
	y = -7.766479928
	z = -0.000000000
