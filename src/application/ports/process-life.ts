/**
 * Whether the process that bears this name has ended for certain. A name of another host, or one that says
 * nothing, is no proof.
 */
export type IsProvablyDead = (process: string) => boolean
