import { readFileSync } from 'node:fs'
import { type ConnectionSettings, InvalidConnectionString } from './connection-string'

/** The contents of the files that a connection string names. */
export interface ChannelFiles {
  readonly rootCertificate?: Buffer
  readonly userCertFile?: Buffer
  readonly userKeyFile?: Buffer
}

/** Throws `InvalidConnectionString` for a file that can't be read, without its path. */
export function readChannelFiles({ tlsCAFile, userCertFile, userKeyFile }: ConnectionSettings): ChannelFiles {
  return {
    ...(tlsCAFile === undefined ? {} : { rootCertificate: contentOf('tlsCAFile', tlsCAFile) }),
    ...(userCertFile === undefined ? {} : { userCertFile: contentOf('userCertFile', userCertFile) }),
    ...(userKeyFile === undefined ? {} : { userKeyFile: contentOf('userKeyFile', userKeyFile) }),
  }
}

function contentOf(option: string, path: string): Buffer {
  try {
    return readFileSync(path)
  } catch {
    throw new InvalidConnectionString(`names a ${option} that can't be read`)
  }
}
