import { execFile, spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { ageSealing } from '../../../src/infrastructure/age/age'

export interface Opener {
  readonly name: string
  open(identity: string, sealed: Uint8Array, directory: string): Promise<Buffer>
}

const theAgeCommand: Opener = {
  name: 'the age command',
  async open(identity, sealed, directory) {
    const keyPath = path.join(directory, 'identity.txt')
    const filePath = path.join(directory, 'sealed.age')
    await writeFile(keyPath, `${identity}\n`)
    await writeFile(filePath, sealed)
    const { stdout } = await promisify(execFile)('age', ['-d', '-i', keyPath, filePath], {
      encoding: 'buffer',
      maxBuffer: 64 << 20,
    })
    return stdout
  },
}

const theLibrary: Opener = {
  name: 'the library alone (no age command on this machine)',
  async open(identity, sealed) {
    const pieces: Uint8Array[] = []
    for await (const piece of ageSealing.open(identity, piecesOf(sealed, 50_000))) pieces.push(piece)
    return Buffer.concat(pieces)
  },
}

/** Another implementation of age where there is one. */
export const opener: Opener = spawnSync('age', ['--version']).status === 0 ? theAgeCommand : theLibrary

export async function* piecesOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
