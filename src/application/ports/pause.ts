/** Waits this many milliseconds. */
export type Pause = (ms: number) => Promise<void>
