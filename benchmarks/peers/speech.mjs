// Reads a file of formulas, one a line, and says how many a second MathJax and the Speech Rule Engine read aloud.
// Usage: node speech.mjs FILE. Prints {"formulas": …, "seconds": …, "errors": …, "sample": "…"}.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { mathjax } = require('mathjax-full/js/mathjax.js');
const { TeX } = require('mathjax-full/js/input/tex.js');
const { AllPackages } = require('mathjax-full/js/input/tex/AllPackages.js');
const { liteAdaptor } = require('mathjax-full/js/adaptors/liteAdaptor.js');
const { RegisterHTMLHandler } = require('mathjax-full/js/handlers/html.js');
const { SerializedMmlVisitor } = require('mathjax-full/js/core/MmlTree/SerializedMmlVisitor.js');
const { STATE } = require('mathjax-full/js/core/MathItem.js');
const SRE = require('speech-rule-engine');

RegisterHTMLHandler(liteAdaptor());
const document = mathjax.document('', { InputJax: new TeX({ packages: AllPackages.filter((name) => name !== 'bussproofs') }) });
const visitor = new SerializedMmlVisitor();
await SRE.setupEngine({ locale: 'en', domain: 'clearspeak', modality: 'speech' });
await SRE.engineReady();

const formulas = readFileSync(process.argv[2], 'utf8').split('\n').filter((line) => line.trim());
const speak = (tex) => SRE.toSpeech(visitor.visitTree(document.convert(tex, { display: true, end: STATE.CONVERT })));
speak('x');

let errors = 0;
let sample = '';
const start = process.hrtime.bigint();
for (const tex of formulas) {
  try {
    sample = speak(tex) || sample;
  } catch {
    errors += 1;
  }
}
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
console.log(JSON.stringify({ formulas: formulas.length, seconds, errors, sample }));
