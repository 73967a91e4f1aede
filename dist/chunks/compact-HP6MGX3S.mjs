import{createRequire as $r}from"node:module";const require=$r(import.meta.url);
import{printable}from"./chunk-IFT4TZUY.mjs";import"./chunk-JAHWQDTP.mjs";import"./chunk-EY3XHRMI.mjs";import{place}from"./chunk-PJ4HB5RJ.mjs";import"./chunk-KWAFDT4D.mjs";import"./chunk-VU72AMH5.mjs";var renderCompact=(diagnostics,options)=>diagnostics.map(it=>`${printable(`${place(it,options)}: ${it.severity}[${it.code}]: ${it.message}`)}
`).join("");export{renderCompact};
