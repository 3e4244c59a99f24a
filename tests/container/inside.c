// SPDX-License-Identifier: GPL-3.0-or-later
// A static program that tests put into a container: says what its own process may do there.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
    printf("uid %d euid %d\n", (int)getuid(), (int)geteuid());
    int fd = open("/bin/inside", O_RDONLY);
    void *page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0);
    printf("mprotect %d\n", page == MAP_FAILED ? -1 : mprotect(page, 4096, PROT_READ | PROT_EXEC));
    long key = syscall(SYS_keyctl, 0, -3, 1);
    printf("keyctl %s\n", key < 0 && errno == ENOSYS ? "ENOSYS" : "allowed");
    return 0;
}
