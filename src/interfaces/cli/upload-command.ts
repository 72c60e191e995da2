import { Command, Option } from 'commander'
import { type ImportKind, importKinds } from '../../application/use-cases'
import { serviceUrl } from './arguments'
import { type Answering, answer, withExample, withJson } from './command-kit'
import { contentOf, type NamedFile, type UploadFiles, withUploadFiles } from './named-file'
import { progressBar } from './progress-bar'
import { CommandRefused, type Terminal } from './terminal'
import { faultsIn, importedText, refusalSentence, silenceSentence } from './upload-answer'
import { type ClientAnswer, NoAnswer, sendForm } from './upload-client'
import { FileShrank, type SizedFile, uploadForm } from './upload-form'
import { findToken } from './upload-token'

interface UploadOptions extends Answering {
  readonly url: URL
  readonly token?: string
  readonly definition: string
  readonly csv: string
  readonly kind: ImportKind
  readonly progress?: boolean
}

const endpoints: Readonly<Record<ImportKind, string>> = {
  dataset: 'dataset_import',
  ephemeral: 'ephemeral_dataset_import',
  external: 'external_dataset_import',
}

export function uploadCommand(terminal: Terminal): Command {
  const upload = withJson(new Command('upload'))
    .description('sends a table and its definition to a service')
    .requiredOption('--url <address>', 'of the service, such as http://127.0.0.1:8080', serviceUrl)
    .option('--token <token>', 'the upload token; else APERTURE_TOKEN, else standard input')
    .requiredOption('--definition <file>', 'the XML definition')
    .requiredOption('--csv <file>', 'the table')
    .addOption(new Option('--kind <kind>', 'the import').choices(importKinds).default('dataset'))
    .option('--progress', 'draws the progress bar also where standard error is no terminal')
    .option('--no-progress', 'draws none')
    .action(async (options: UploadOptions, command: Command) => {
      const token = await findToken(terminal, options.token)
      if (token === null) {
        command.error('error: give a token: by --token, in APERTURE_TOKEN, or on standard input')
      }
      const reply = await withUploadFiles(options, (files) => send(terminal, options, token, files))
      const { body, status } = reply
      if (status === 200 && body !== null && body.status === 'imported') {
        answer(terminal, options, body, () => importedText(body))
        return
      }
      const faults = body === null ? null : faultsIn(body)
      if (options.json === true && body !== null) terminal.print(JSON.stringify(body))
      else if (faults !== null) terminal.print(faults)
      throw new CommandRefused(refusalSentence(reply))
    })
  const sample = 'samples/heart-disease/patients'
  return withExample(
    upload,
    `upload --url http://127.0.0.1:8080 --definition ${sample}.xml --csv ${sample}.csv`,
  )
}

async function send(
  terminal: Terminal,
  { url: service, kind, progress }: UploadOptions,
  token: string,
  { definition, table }: UploadFiles,
): Promise<ClientAnswer> {
  const url = new URL(`${service.href.replace(/\/+$/, '')}/-/token/${endpoints[kind]}`)
  const form = uploadForm(token, sized('--definition', definition), sized('--csv', table))
  const line = terminal.progress
  const isDrawn = progress ?? line.isTerminal
  const draw = isDrawn ? progressBar(line, form.length, terminal.elapsed) : () => undefined
  let sent = 0
  const onSent = (bytes: number) => {
    sent = bytes
    draw(bytes)
  }
  try {
    draw(0)
    return await terminal.interruptible((signal) => sendForm(url, form, onSent, signal))
  } catch (fault) {
    throw explained(fault, sent < form.length)
  } finally {
    if (isDrawn) line.end()
  }
}

function sized(option: string, file: NamedFile): SizedFile {
  if (file.isRegular) return { size: file.size, content: contentOf(file) }
  throw new CommandRefused(`The file of ${option} is none of a known size: save it first.`)
}

function explained(fault: unknown, isPartial: boolean): unknown {
  if (fault instanceof NoAnswer) return new CommandRefused(silenceSentence(fault))
  if (fault instanceof FileShrank) {
    return new CommandRefused('A file became shorter while it was sent: send it again once it is complete.')
  }
  if ((fault as { readonly name?: string }).name !== 'AbortError') return fault
  return new CommandRefused(
    isPartial
      ? 'Cancelled before the upload was complete: nothing is imported, and the token is still good.'
      : 'Cancelled before the answer: ask where the token stands before sending again.',
  )
}
