import {
  Document,
  HeadingLevel,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
  type IRunOptions,
} from 'docx';
import type { FileModel } from '../files/files.views.js';
import type { TandemReader } from '../people/people.views.js';
import { artefactInWords, type ArtefactPart } from './artefact-in-words.js';
import { signaturesOf } from './print.views.js';
import type { WorkspaceView } from './workspace.service.js';

/** The artefact as a file that every office program opens. */
export async function artefactDocx(
  view: WorkspaceView,
  reader: Pick<TandemReader, 't' | 'locale'>,
  files: readonly Pick<FileModel, 'label' | 'meta'>[],
): Promise<Buffer> {
  const { activity, tandem } = view;
  const { t } = reader;
  const title = `${activity.title} · ${t('tandem.start.yours', { number: tandem.number })}`;
  const signatures = signaturesOf(view, reader);
  const document = new Document({
    title,
    creator: t('app.name'),
    sections: [
      {
        children: [
          new Paragraph({ text: title, heading: HeadingLevel.TITLE }),
          ...artefactInWords(activity, view.values, reader).flatMap(partOf),
          ...listOfFiles(files, t('tandem.files.title')),
          new Paragraph({ text: t('tandem.agree.title'), heading: HeadingLevel.HEADING_2 }),
          ...signatures.map(
            ({ name, role, state }) => new Paragraph(`${name} (${role}): ${state}`),
          ),
          new Paragraph(t('tandem.agree.fingerprint', { fingerprint: view.fingerprint })),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
}

/** The pictures themselves stay in the tool: an office file is sent on more easily than they should be. */
function listOfFiles(
  files: readonly Pick<FileModel, 'label' | 'meta'>[],
  title: string,
): readonly Paragraph[] {
  if (files.length === 0) return [];
  const lines = files.map(({ label, meta }) => new Paragraph(`${label} (${meta})`));
  return [new Paragraph({ text: title, heading: HeadingLevel.HEADING_2 }), ...lines];
}

function partOf({ heading, text, table }: ArtefactPart): readonly (Paragraph | Table)[] {
  return [
    new Paragraph({ text: heading, heading: HeadingLevel.HEADING_2 }),
    ...(table ? [tableOf(table)] : text.split('\n').map((line) => new Paragraph(line))),
  ];
}

function tableOf({ columns, rows }: NonNullable<ArtefactPart['table']>): Table {
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [rowOf(columns, true), ...rows.map((cells) => rowOf(cells, false))],
  });
}

function rowOf(cells: readonly string[], isHead: boolean): TableRow {
  return new TableRow({ tableHeader: isHead, children: cells.map((text) => cellOf(text, isHead)) });
}

function cellOf(text: string, isHead: boolean): TableCell {
  const run: IRunOptions = isHead ? { text, bold: true } : { text };
  return new TableCell({ children: [new Paragraph({ children: [new TextRun(run)] })] });
}
