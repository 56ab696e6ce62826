/** Why no file is made however often it is tried; a code of the catalogue. */
export class PermanentFailure extends Error {}

/** Whoever asked wants it no more. */
export class Cancelled extends Error {}
