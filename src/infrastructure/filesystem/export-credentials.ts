import type { ExportCredential, ExportCredentials } from '../../application/ports/export-credentials'
import type { MasterKey } from '../crypto/master-key'
import { tellingDiskFull } from './durable'
import { asDirectoryName } from './layout'
import { wrappedFiles } from './wrapped-files'

/** A directory of files, one a credential, each wrapped by a key that follows from the master key. */
export function fileExportCredentials(directory: string, key: MasterKey): ExportCredentials {
  const files = wrappedFiles(directory, key.derive('aperture/export-credential/v1'), asDirectoryName)
  return {
    keep: (credentialId, credential) =>
      tellingDiskFull(() => files.create(credentialId, Buffer.from(JSON.stringify(credential)))),

    async open(credentialId) {
      const text = await files.read(credentialId)
      return text === null ? null : (JSON.parse(Buffer.from(text).toString()) as ExportCredential)
    },

    forget: files.remove,
  }
}
