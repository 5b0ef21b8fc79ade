"""Line composition after JLREQ and Knuth-Plass; no file format in it."""
