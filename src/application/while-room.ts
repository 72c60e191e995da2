import type { HasRoom } from './ports/room'
import { DiskFull, type OpenSpool } from './ports/spool'

/** Little beside the room that is kept free, so that all uploads together notice in time. */
const bytesBetweenLooks = 16 * 1024 * 1024

/** The content, looking now and then whether there is still room for what becomes of it: else it throws `DiskFull`. */
export async function* whileRoom(
  content: AsyncIterable<Uint8Array>,
  hasRoom: HasRoom,
): AsyncGenerator<Uint8Array, void> {
  let sinceLook = 0
  for await (const chunk of content) {
    sinceLook += chunk.byteLength
    if (sinceLook >= bytesBetweenLooks) {
      sinceLook = 0
      if (!(await hasRoom())) throw new DiskFull('what is to stay free would not')
    }
    yield chunk
  }
}

/** The same spools, which leave room on their disk. */
export const leavingRoom =
  (openSpool: OpenSpool, hasRoom: HasRoom): OpenSpool =>
  async () => {
    const spool = await openSpool()
    return { ...spool, fill: (source, signal) => spool.fill(whileRoom(source, hasRoom), signal) }
  }
