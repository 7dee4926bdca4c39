import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { Router } from 'express';
import { NotFound } from '../shared/errors.js';

/**
 * Scripts and stylesheets, held in memory under names that change with their content, so that
 * browsers may keep them for ever.
 */
export interface Assets {
  /** URL path of an asset by its plain name, such as `page.js`. @throws when it was not added */
  url(name: string): string;
  /**
   * Joins files into one asset, in this order. Adding the same name again replaces it.
   * @param parts paths of files, or literal text
   */
  add(name: string, parts: readonly AssetPart[]): Promise<string>;
  /** For `/assets`. */
  readonly router: Router;
}

export type AssetPart = { readonly file: string } | { readonly text: string };

interface Asset {
  readonly type: string;
  readonly plain: Buffer;
  /** Compressed once, when first asked for. */
  readonly encoded: Map<Encoding, Promise<Buffer>>;
}

type Encoding = 'br' | 'gzip';

export function createAssets(): Assets {
  const urls = new Map<string, string>();
  const assets = new Map<string, Asset>();
  const router = Router();

  router.get('/:name', async (req, res) => {
    const asset = assets.get(req.params.name);
    if (!asset) throw new NotFound('asset');
    res.setHeader('Content-Type', asset.type);
    res.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
    res.setHeader('Vary', 'Accept-Encoding');
    const encoding = req.acceptsEncodings(['br', 'gzip', 'identity']);
    if (encoding !== 'br' && encoding !== 'gzip') {
      res.send(asset.plain);
      return;
    }
    res.setHeader('Content-Encoding', encoding);
    res.send(await encodedAs(asset, encoding));
  });

  return {
    url(name) {
      const url = urls.get(name);
      if (url === undefined) throw new Error(`no asset named ${name}: was the build run?`);
      return url;
    },
    async add(name, parts) {
      const { name: stem, ext } = path.parse(name);
      const texts = await Promise.all(parts.map(textOf));
      const plain = Buffer.from(ext === '.js' ? joinScripts(texts) : texts.join('\n'));
      const hash = createHash('sha256').update(plain).digest('base64url').slice(0, 12);
      const served = `${stem}.${hash}${ext}`;
      assets.set(served, { type: typeOf(ext), plain, encoded: new Map() });
      urls.set(name, `/assets/${served}`);
      return `/assets/${served}`;
    },
    router,
  };
}

/** The leading semicolon keeps a first script's "use strict" from ruling those behind it: H5P's core needs the old mode. */
function joinScripts(texts: readonly string[]): string {
  return texts.map((text) => `;${text}\n`).join('');
}

async function textOf(part: AssetPart): Promise<string> {
  return 'text' in part ? part.text : readFile(part.file, 'utf8');
}

function typeOf(extension: string): string {
  switch (extension) {
    case '.js':
      return 'text/javascript; charset=utf-8';
    case '.css':
      return 'text/css; charset=utf-8';
    case '.svg':
      return 'image/svg+xml';
    default:
      throw new Error(`no content type for ${extension}`);
  }
}

function encodedAs(asset: Asset, encoding: Encoding): Promise<Buffer> {
  let encoded = asset.encoded.get(encoding);
  if (!encoded) {
    encoded = compress(asset.plain, encoding);
    asset.encoded.set(encoding, encoded);
  }
  return encoded;
}

async function compress(plain: Buffer, encoding: Encoding): Promise<Buffer> {
  if (encoding === 'gzip') return promisify(gzip)(plain, { level: 9 });
  // 9 of 11: the last two steps take far longer and save little.
  return promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
}
