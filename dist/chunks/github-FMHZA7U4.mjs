import{createRequire as $r}from"node:module";const require=$r(import.meta.url);
import{byFile}from"./chunk-PJ4HB5RJ.mjs";import{positionAt}from"./chunk-KWAFDT4D.mjs";import"./chunk-VU72AMH5.mjs";var renderGithub=(diagnostics,options)=>[...byFile(diagnostics)].map(([file,own])=>{let lines=own.map(it=>`${annotation(it,options)}
`).join("");return`::group::${escapeData(options.showPath(file))}
${lines}::endgroup::
`}).join("");function annotation(it,options){let start=positionAt(it.file,it.span.start),end=positionAt(it.file,it.span.end),columns=end.line===start.line?`,col=${start.column},endColumn=${end.column}`:"",properties=`file=${escapeProperty(options.showPath(it.file))},line=${start.line},endLine=${end.line}${columns},title=${escapeProperty(it.code)}`,text=it.help?`${it.message}
${it.help}`:it.message;return`::${it.severity} ${properties}::${escapeData(text)}`}function escapeData(text){return text.replaceAll("%","%25").replaceAll("\r","%0D").replaceAll(`
`,"%0A")}function escapeProperty(text){return escapeData(text).replaceAll(":","%3A").replaceAll(",","%2C")}export{renderGithub};
