import{createRequire as $r}from"node:module";const require=$r(import.meta.url);
import{EXIT,UsageError}from"./chunk-73KE6UFU.mjs";import{catalogue}from"./chunk-WXZFLKNJ.mjs";import{closeMatch}from"./chunk-XCAZT6XC.mjs";import"./chunk-WCZDIGI7.mjs";import"./chunk-ZIPOEN3Z.mjs";import"./chunk-Z3DWX2RL.mjs";import"./chunk-KWAFDT4D.mjs";import"./chunk-VU72AMH5.mjs";function rules(code,options,terminal){if(code===void 0)return terminal.out(options.format==="json"?`${JSON.stringify(catalogue,null,2)}
`:list()),EXIT.ok;let info=catalogue.find(entry=>entry.code===code);if(!info){let match=closeMatch(code,catalogue.map(entry=>entry.code));throw new UsageError(`no rule "${code}"; ${match?`did you mean ${match}?`:"actdef rules lists all"}`)}return terminal.out(options.format==="json"?`${JSON.stringify(info,null,2)}
`:`${info.code} (${info.severity})

${info.summary}

${wrapped(info.rationale,Math.min(terminal.width,100))}
`),EXIT.ok}function list(){let width=Math.max(...catalogue.map(({code})=>code.length));return catalogue.map(({code,severity,summary})=>`${code.padEnd(width)}  ${severity.padEnd(7)}  ${summary}
`).join("")}function wrapped(text,width){let lines=[""];for(let word of text.split(" ")){let line=lines.at(-1)??"";line!==""&&line.length+1+word.length>width?lines.push(word):lines[lines.length-1]=line===""?word:`${line} ${word}`}return lines.join(`
`)}export{rules};
