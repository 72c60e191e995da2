/** A fresh random uuid, canonical lower case. */
export type NewId = () => string
