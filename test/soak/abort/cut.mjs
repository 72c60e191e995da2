import { once } from 'node:events'
import net from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { kinds, orders, uploadRequest } from './request.mjs'

/** Where an upload is cut. `whole`: it is sent; `answered`: its answer has come too, and is not read. */
export const places = ['anywhere', 'before-token', 'in-table', 'before-end', 'whole', 'answered']
export const endings = ['reset', 'end']

/** An upload and its cut, drawn from random numbers. */
export function drawCut(random) {
  const below = (most) => Math.floor(random() * most)
  const oneOf = (choices) => choices[below(choices.length)]
  return {
    kind: oneOf(kinds),
    order: oneOf(orders),
    chunked: oneOf([true, false]),
    // Most are small; of the others the service has begun the table before it is cut.
    rows: oneOf([5, 50, 500, 5_000]),
    place: oneOf(places),
    ending: oneOf(endings),
    share: random(),
    lingerMs: oneOf([0, 0, 5, 40]),
  }
}

function offsetOf({ place, share }, { bytes, tokenEnds, csv }) {
  const between = (from, to) => from + Math.floor(share * (to - from))
  switch (place) {
    case 'before-token':
      return between(0, tokenEnds)
    case 'in-table':
      return between(...csv)
    case 'before-end':
      return bytes.length - 1 - Math.floor(share * 60)
    case 'whole':
    case 'answered':
      return bytes.length
    default:
      return between(0, bytes.length)
  }
}

/** Sends an upload up to its cut, and settles when the connection is gone. Whether all of it was sent. */
export async function sendCut(port, token, cut) {
  const request = uploadRequest({ ...cut, token })
  const offset = offsetOf(cut, request)
  const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  socket.on('error', () => {})
  const gone = once(socket, 'close').catch(() => {})
  await once(socket, 'connect')
  const answered = once(socket, 'readable').catch(() => {})
  await new Promise((resolve) => socket.write(request.bytes.subarray(0, offset), resolve))
  await (cut.place === 'answered' ? Promise.race([answered, gone]) : pause(cut.lingerMs))
  if (cut.ending === 'reset') socket.resetAndDestroy()
  else {
    socket.end()
    socket.resume()
    await Promise.race([gone, pause(2_000)])
    socket.destroy()
  }
  await gone
  return offset === request.bytes.length
}
