import { isNotEmpty } from '../filesystem/durable'
import { generateSecrets, newSecrets, type SecretTexts } from '../filesystem/secrets'
import { type Refused, refused } from './find-deployment'

/** Fresh secrets for a deployment, kept nowhere. */
export const generateKeys = (): Promise<SecretTexts> => newSecrets()

/** Fresh secrets as files in a directory that must hold nothing yet. */
export async function generateKeysInto(
  directory: string,
): Promise<Refused | { readonly outcome: 'generated'; readonly recipient: string }> {
  try {
    const { recipient } = await generateSecrets(directory)
    return { outcome: 'generated', recipient }
  } catch (fault) {
    const { code } = fault as NodeJS.ErrnoException
    if (isNotEmpty(fault)) {
      return refused('The directory holds something already, and nothing is replaced: name another one.')
    }
    if (code === undefined) throw fault
    return refused(`The directory can't be made or written to (${code}): name another one.`)
  }
}
