# The ratios of plot.tsv, one row each, on a logarithmic scale: what was measured and what it may be at most.
set terminal svg size 1100,880 font "sans,12" background "white"
set output "plot.svg"
set datafile separator "\t"
set xlabel "times what it is compared with; less is better"
set logscale x
set grid x ytics lc rgb "#dddddd"
set xrange [0.02:8]
set xtics ("1/40" 0.025, "1/20" 0.05, "1/10" 0.1, "1/5" 0.2, "1/2" 0.5, "1" 1, "2" 2, "4" 4)
set offsets graph 0, 0, 1, 1
set key above
set arrow from 1, graph 0 to 1, graph 1 nohead lc rgb "#888888"
plot "plot.tsv" using 3:0:ytic(1) with points pt 2 ps 1 lw 2 lc rgb "#cc4444" title "limit", \
     "plot.tsv" using 2:0 with points pt 7 ps 0.8 lc rgb "#2255aa" title "measured"
