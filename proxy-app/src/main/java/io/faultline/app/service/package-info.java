/** One life of the program as a service: how it gets its sockets, what it tells, how it ends. */
@NullMarked
package io.faultline.app.service;

import org.jspecify.annotations.NullMarked;
