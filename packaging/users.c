/*
 * Who a user is, for the static file: what /etc/passwd and /etc/group say, and nothing else.
 *
 * The C library would also load the modules that /etc/nsswitch.conf names. Those are made for the C library of the
 * computer, which is another one than the one in the file, and crash in it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>

/* Defines a look-up among the entries of a file; gives 0 and no entry where there is none, as the manual says. */
#define LOOK_UP(name, entry, key, file, next, is_it)                                               \
    int name(key, struct entry *found, char *buffer, size_t size, struct entry **result)           \
    {                                                                                              \
        FILE *entries = fopen(file, "rce");                                                        \
        int error;                                                                                 \
        *result = NULL;                                                                            \
        if (entries == NULL)                                                                       \
            return errno == ENOENT ? 0 : errno;                                                    \
        while ((error = next(entries, found, buffer, size, result)) == 0 && !(is_it))              \
            ;                                                                                      \
        fclose(entries);                                                                           \
        if (error != 0)                                                                            \
            *result = NULL;                                                                        \
        return error == ENOENT ? 0 : error;                                                        \
    }

LOOK_UP(getpwuid_r, passwd, uid_t user, "/etc/passwd", fgetpwent_r, found->pw_uid == user)
LOOK_UP(getpwnam_r, passwd, const char *user, "/etc/passwd", fgetpwent_r, strcmp(found->pw_name, user) == 0)
LOOK_UP(getgrgid_r, group, gid_t group, "/etc/group", fgetgrent_r, found->gr_gid == group)
LOOK_UP(getgrnam_r, group, const char *group, "/etc/group", fgetgrent_r, strcmp(found->gr_name, group) == 0)
