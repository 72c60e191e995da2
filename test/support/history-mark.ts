import type { HistoryMark, HistoryPlace } from '../../src/application/ports/history-mark'

/** A mark in memory, which a test may look at. */
export function memoryMark(): HistoryMark & { place: HistoryPlace | null } {
  const mark: HistoryMark & { place: HistoryPlace | null } = {
    place: null,
    read: async () => mark.place,
    async write(place) {
      mark.place = place
    },
  }
  return mark
}
