/* Two translation units of every header in one program. */
int first_file(void);
int second_file(void);

int main(void) { return first_file() + second_file(); }
