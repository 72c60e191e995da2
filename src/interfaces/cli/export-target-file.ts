import { readFile } from 'node:fs/promises'
import type { RequestedTarget } from '../../application/export-target'
import { bodyOf, decodeBody } from '../http/body-codec'
import { exportTarget } from '../http/export-target-member'
import { unreadable } from './named-file'
import { CommandRefused } from './terminal'

const member = bodyOf({ sftpexporttarget: exportTarget }, {})

/** From a file: what opens an account has no place among the words of a command. */
export async function readExportTarget(file: string): Promise<RequestedTarget> {
  const text = await readFile(file, 'utf8').catch((fault) => {
    throw unreadable('--export-target', fault)
  })
  const decoded = decodeBody(member, { sftpexporttarget: parsed(text) })
  if (decoded.outcome === 'read') return decoded.body.sftpexporttarget
  const [fault] = decoded.errors
  throw new CommandRefused(`The file of --export-target ${fault?.hint ?? 'can not be used'}.`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
