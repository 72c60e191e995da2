import type { ExportCredential, ExportCredentials } from '../../application/ports/export-credentials'

export function memoryExportCredentials(): ExportCredentials {
  const kept = new Map<string, ExportCredential>()
  return {
    async keep(credentialId, credential) {
      if (kept.has(credentialId)) throw new Error('a credential has a fresh id')
      kept.set(credentialId, credential)
    },
    open: async (credentialId) => kept.get(credentialId) ?? null,
    async forget(credentialId) {
      kept.delete(credentialId)
    },
  }
}
