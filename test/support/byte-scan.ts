import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import path from 'node:path'

/** Bytes that lie on a disk, or did a moment ago. */
export interface Place {
  readonly where: string
  /** Empty when the file has gone meanwhile. */
  read(): Buffer
}

/** A text as it would lie in a file, in one of the ways it could have been written there. */
export interface ByteForm {
  readonly text: string
  readonly form: string
  readonly bytes: Buffer
}

export interface Sighting {
  readonly text: string
  readonly form: string
  readonly where: string
}

/** Each text plain, as UTF-16, in hex, and in base64 wherever in the encoded bytes it begins. */
export const byteForms = (texts: readonly string[]): readonly ByteForm[] =>
  texts.flatMap((text) => {
    const plain = Buffer.from(text)
    const wide = Buffer.from(text, 'utf16le')
    const hex = plain.toString('hex')
    const forms: readonly (readonly [string, Buffer])[] = [
      ['plain', plain],
      ['utf16le', wide],
      ['utf16be', Buffer.from(wide).swap16()],
      ['hex', Buffer.from(hex)],
      ['HEX', Buffer.from(hex.toUpperCase())],
      ...[0, 1, 2].flatMap((offset) => base64From(plain, offset)),
    ]
    return forms.map(([form, bytes]) => ({ text, form, bytes }))
  })

/** In either alphabet, without the characters at both ends that depend on the neighbours. */
function base64From(plain: Buffer, offset: number): readonly (readonly [string, Buffer])[] {
  const shifted = Buffer.concat([Buffer.alloc(offset), plain])
  const [first, last] = [Math.ceil((offset * 8) / 6), Math.floor((shifted.length * 8) / 6)]
  const [usual, forUrls] = (['base64', 'base64url'] as const).map((alphabet) =>
    Buffer.from(shifted.toString(alphabet).slice(first, last)),
  )
  if (usual === undefined || forUrls === undefined) return []
  const form = [`base64+${offset}`, usual] as const
  return usual.equals(forUrls) ? [form] : [form, [`base64url+${offset}`, forUrls]]
}

export const sightings = (places: Iterable<Place>, forms: readonly ByteForm[]): readonly Sighting[] =>
  [...places].flatMap(({ where, read }) => {
    const content = read()
    return forms
      .filter(({ bytes }) => content.includes(bytes))
      .map(({ text, form }) => ({ text, form, where }))
  })

/**
 * Every regular file below a directory, by its path from there. With `since` (ms) only what has changed from then
 * on, in directories where a file has come or gone: new files, that is, and not long walks through old ones.
 */
export const filesBelow = (directory: string, since = 0): readonly Place[] =>
  entriesOf(directory).flatMap((entry) => {
    const file = path.join(directory, entry.name)
    if (entry.isDirectory()) {
      if (changedAt(file) < since) return []
      return filesBelow(file, since).map(({ where, read }) => ({ where: path.join(entry.name, where), read }))
    }
    if (!entry.isFile() || changedAt(file) < since) return []
    return [{ where: entry.name, read: () => whileThere(() => readFileSync(file), Buffer.alloc(0)) }]
  })

const entriesOf = (directory: string) => whileThere(() => readdirSync(directory, { withFileTypes: true }), [])

const changedAt = (file: string): number => whileThere(() => statSync(file).ctimeMs, 0)

/**
 * What a process (unless told: this one), every thread of it, holds open though it has no name any more: spools and temporary files
 * look like this (proc_pid_fd(5)).
 */
export function openButDeleted(process: number | 'self' = 'self'): readonly Place[] {
  const places = new Map<string, Place>()
  for (const thread of readdirSync(`/proc/${process}/task`)) {
    const descriptors = `/proc/${process}/task/${thread}/fd`
    for (const number of whileThere(() => readdirSync(descriptors), [])) {
      const file = `${descriptors}/${number}`
      const target = whileThere(() => readlinkSync(file), '')
      if (!target.endsWith(' (deleted)') || !whileThere(() => statSync(file).isFile(), false)) continue
      const { dev, ino } = statSync(file)
      places.set(`${dev}:${ino}`, {
        where: `deleted ${target.slice(0, -' (deleted)'.length)}`,
        read: () => whileThere(() => readFileSync(file), Buffer.alloc(0)),
      })
    }
  }
  return [...places.values()]
}

/** Files come and go, and other people's can't be looked into. */
function whileThere<T>(look: () => T, otherwise: T): T {
  try {
    return look()
  } catch (fault) {
    // Errors of Node's own are of another realm than a test's: no `instanceof`.
    const code = typeof fault === 'object' && fault !== null && 'code' in fault ? String(fault.code) : ''
    if (['ENOENT', 'ENOTDIR', 'ESRCH', 'EBADF', 'EACCES', 'EPERM'].includes(code)) return otherwise
    throw fault
  }
}
