/** An event in the history, by where it stands. */
export interface HistoryPlace {
  readonly position: bigint
  readonly stream: string
  readonly eventId: string
}

/**
 * Remembers, over a restart, up to where a look through the history has found nothing left to do. It is a
 * shortcut and no more: whoever reads it makes sure that the event is there, and looks from the beginning where
 * it isn't. Losing it costs a longer look.
 */
export interface HistoryMark {
  /** `null`: none, or none that can be read. */
  read(): Promise<HistoryPlace | null>
  write(place: HistoryPlace): Promise<void>
}
