/**
 * The pages: one thin bean for each page, and what pages share (drawing of graphs, figures as
 * people read them). Everything is asked of the feature packages; it must not know the API's
 * packages, nor write to the database itself.
 */
package org.gamelan.admin;
