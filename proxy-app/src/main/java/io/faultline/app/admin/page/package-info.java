/** The pages of the operators' port, each in text for a person with curl and in JSON for a program. */
@NullMarked
package io.faultline.app.admin.page;

import org.jspecify.annotations.NullMarked;
