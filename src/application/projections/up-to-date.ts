/** Settles once the read models hold what the history held when it was asked, or rejects with `ReadModelsBehind`. */
export type UpToDate = () => Promise<void>

export class ReadModelsBehind extends Error {
  override readonly name = 'ReadModelsBehind'
}
