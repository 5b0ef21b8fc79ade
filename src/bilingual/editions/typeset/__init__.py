"""Line composition after JLREQ and Knuth-Plass, independent of file formats."""
