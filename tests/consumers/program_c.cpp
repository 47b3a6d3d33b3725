// The C program read as C++.
#include "program.c"
